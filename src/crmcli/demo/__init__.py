"""A made-up business to try the program on: pure, without store or clock, for the day it is asked about."""
