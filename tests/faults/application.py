"""The portal, which loses its power when it is told to: gunicorn serves this instead of portal.wsgi.

Only for the fault "power". A process that gets X-Power-Cut kills itself: "before" the portal is asked, or "after" the
view has returned, when the request is stored and no byte of the answer has left.
"""

import os
import signal

from portal.wsgi import application as portal


def application(environ, start_response):
    """Answers as the portal does, or dies."""
    cut = environ.get("HTTP_X_POWER_CUT")
    if cut == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = portal(environ, start_response)
    if cut == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
