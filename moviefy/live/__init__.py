"""One camera for many viewers: frames are read once, analysed once, and shown to each at their own pace."""
