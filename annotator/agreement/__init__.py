"""How far annotators agree: coefficients, intervals, annotator models. Pure; needs numpy (extra `agreement`)."""
