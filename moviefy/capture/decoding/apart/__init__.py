"""HEIC and AVIF, whose decoders take what a file tells them to take: each picture in a process that may not."""
