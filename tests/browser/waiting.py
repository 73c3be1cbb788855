"""Waiting for scripts in pages whose policy lets nobody evaluate text."""


def htmx(page, selector="body"):
    """Until htmx has come and `selector` is there.

    Playwright's `wait_for_function` evaluates its text anew at every look, which the policy refuses from
    the second one on; here one function looks again by itself.
    """
    page.evaluate(
        """(selector) => new Promise((done) => {
            const look = () => globalThis.htmx && document.querySelector(selector)
                ? done() : requestAnimationFrame(look);
            look();
        })""",
        selector,
    )
