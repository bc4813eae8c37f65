"""Where pictures are read: in this process behind a bounded queue, or by replicas on Ray Serve.

:class:`~moviefy.inference.interface.Inference` is the one interface; ``MOVIEFY_INFERENCE`` chooses.
"""
