"""What the headers of every answer have to say to browsers."""

NEVER_IN_POLICY = (
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "nonce-",
    "http:",
    "https:",
    "*",
)
NEEDED_IN_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
NEEDED = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin", "strict-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}


def header_faults(headers) -> list[str]:
    """What the headers of an answer lack or allow too much."""
    policy = headers.get("Content-Security-Policy", "")
    directives = [directive.strip() for directive in policy.split(";")]
    faults = [f"policy lacks {needed}" for needed in NEEDED_IN_POLICY if needed not in directives]
    faults += [f"policy allows {word}" for word in NEVER_IN_POLICY if word in policy]
    faults += [f"{name}: {headers.get(name)}" for name, right in NEEDED.items() if headers.get(name) not in right]
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        faults.append("no Permissions-Policy")
    return faults
