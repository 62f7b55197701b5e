"""Origins behind copies: near-duplicate reports, matters, and relations between claims."""
