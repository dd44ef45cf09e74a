"""The text kernel: graphemes, line breaking, layout, viewport, highlights. Knows neither widgets nor workflow."""
