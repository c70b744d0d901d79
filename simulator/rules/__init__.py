"""Rules: what people and the law do, as pure scalar functions. No state, no randomness; uniforms come in.

Everything that simulates calls these: the engine's kernels, the reference simulator in the tests, the closed
forms. A rule exists once.
"""
