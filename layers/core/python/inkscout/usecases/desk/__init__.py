"""Use cases of the operator's desk: logging in, acting, and the trail of actions."""
