"""Claims: what is asserted, by whom, where and when."""
