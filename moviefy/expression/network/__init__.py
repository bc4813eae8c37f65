"""The expression network: face crops in, scores of seven expressions out; its files and its model card."""
