"""The review queue and its judgements."""
