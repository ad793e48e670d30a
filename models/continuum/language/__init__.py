"""What rules and facts are read with: vocabularies, sets, frequency words, thresholds, switches and fields of facts."""
