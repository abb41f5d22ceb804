"""Makes the Debian package of the appliance: ``make deb``; every file here but the maintainer scripts runs on the standard library alone."""
