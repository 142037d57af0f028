#!/bin/bash
# enterHost.sh ADDRESS COMMAND...: what mpirun calls in the place of ssh. Runs a command on a pretended machine: the
# network namespace tensorloom-N of address 10.99.0.N, with a name of its own.
host=tensorloom-${1##*.}
shift
exec ip netns exec "$host" unshare --uts bash -c "hostname $host; $*"
