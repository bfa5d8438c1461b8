"""Rules in words: the sentences that an official score sheet carries, and explanations share."""
