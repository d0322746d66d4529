"""The programs against which the endpoint is measured: honest, and as short as their users would write them."""
