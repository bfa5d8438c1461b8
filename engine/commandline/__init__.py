"""The frame around the commands in cli.py: arguments, help in Chinese, how a command ends."""
