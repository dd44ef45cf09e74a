"""Screens decide: they turn keys into workflow calls and hand the results to widgets."""
