"""A made-up business to try the program on. Pure: it knows no store and no clock, only the day it is asked about."""
