"""Streams: the server's camera as MJPEG and events, the browser's by WebSocket."""
