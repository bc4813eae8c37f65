"""What nobody graded: moods and fingerprints of imported films, estimated from their facts."""
