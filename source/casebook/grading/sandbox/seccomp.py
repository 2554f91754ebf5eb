"""A filter of system calls: what a learner's notebook never needs, and an attacker would.

Refused calls fail with EPERM, so that honest code gets an ordinary error.
"""

import ctypes
import platform
import struct

from casebook.grading.sandbox import syscalls

# Classic BPF: load a word, compare, return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
# Where the kernel's record of a call holds number, processor and the low half of each argument.
_CALL, _PROCESSOR, _FIRST, _SECOND = 0, 4, 16, 24

_AF_UNIX = 1
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_NAMESPACES = (
    syscalls.NEWNS
    | syscalls.NEWCGROUP
    | syscalls.NEWUTS
    | syscalls.NEWIPC
    | syscalls.NEWUSER
    | syscalls.NEWPID
    | syscalls.NEWNET
    | syscalls.NEWTIME
)
#: The processors known here: how the kernel names each, and the calls that differ between them.
_PROCESSORS = {
    "x86_64": (
        0xC000003E,
        {"clone": 56, "clone3": 435, "socket": 41, "ioctl": 16},
        {
            "ptrace": 101,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "kcmp": 312,
            "pidfd_getfd": 438,
            "process_madvise": 440,
            "mount": 165,
            "umount2": 166,
            "pivot_root": 155,
            "chroot": 161,
            "unshare": 272,
            "setns": 308,
            "mknod": 133,
            "mknodat": 259,
            "swapon": 167,
            "swapoff": 168,
            "reboot": 169,
            "sethostname": 170,
            "setdomainname": 171,
            "iopl": 172,
            "ioperm": 173,
            "init_module": 175,
            "delete_module": 176,
            "finit_module": 313,
            "quotactl": 179,
            "acct": 163,
            "settimeofday": 164,
            "clock_settime": 227,
            "adjtimex": 159,
            "clock_adjtime": 305,
            "syslog": 103,
            "vhangup": 153,
            "modify_ldt": 154,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "kexec_load": 246,
            "kexec_file_load": 320,
            "name_to_handle_at": 303,
            "open_by_handle_at": 304,
            "perf_event_open": 298,
            "bpf": 321,
            "userfaultfd": 323,
            "memfd_create": 319,
            "shmget": 29,
            "shmat": 30,
            "msgget": 68,
            "semget": 64,
            "mq_open": 240,
            "fanotify_init": 300,
            "personality": 135,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {"clone": 220, "clone3": 435, "socket": 198, "ioctl": 29},
        {
            "ptrace": 117,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "kcmp": 272,
            "pidfd_getfd": 438,
            "process_madvise": 440,
            "mount": 40,
            "umount2": 39,
            "pivot_root": 41,
            "chroot": 51,
            "unshare": 97,
            "setns": 268,
            "mknodat": 33,
            "swapon": 224,
            "swapoff": 225,
            "reboot": 142,
            "sethostname": 161,
            "setdomainname": 162,
            "init_module": 105,
            "delete_module": 106,
            "finit_module": 273,
            "quotactl": 60,
            "acct": 89,
            "settimeofday": 170,
            "clock_settime": 112,
            "adjtimex": 171,
            "clock_adjtime": 266,
            "syslog": 116,
            "vhangup": 58,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "kexec_load": 104,
            "kexec_file_load": 294,
            "name_to_handle_at": 264,
            "open_by_handle_at": 265,
            "perf_event_open": 241,
            "bpf": 280,
            "userfaultfd": 282,
            "memfd_create": 279,
            "shmget": 194,
            "shmat": 196,
            "msgget": 186,
            "semget": 190,
            "mq_open": 180,
            "fanotify_init": 262,
            "personality": 92,
        },
    ),
}
#: The same numbers on every processor.
_EVERYWHERE = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "memfd_secret": 447,
}


def refuse_calls() -> None:
    """Install the filter, for good; `syscalls.gain_nothing` comes first.

    Raises
    ------
    OSError
        The kernel has no filters, or the processor is not one known here.
    """
    code = _program()
    buffer = ctypes.create_string_buffer(code, len(code))
    syscalls.filter_calls(_Program(len(code) // 8, ctypes.addressof(buffer)))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _program() -> bytes:
    try:
        processor, named, refused = _PROCESSORS[platform.machine()]
    except KeyError:
        raise OSError(_ENOSYS, f"no filter is known for {platform.machine()}") from None
    steps = [
        _step(_LOAD, _PROCESSOR),
        _step(_EQUAL, processor, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _CALL),
    ]
    # The other numbering of the same processor, which would go round the filter.
    steps += _where(_AT_LEAST, 0x40000000, _ERROR | _ENOSYS)
    # Its flags lie in memory, where no filter sees them; glibc then takes the older call.
    steps += _where(_EQUAL, named["clone3"], _ERROR | _ENOSYS)
    for number in (*refused.values(), *_EVERYWHERE.values()):
        steps += _where(_EQUAL, number, _ERROR | _EPERM)
    steps += _with_argument(named["clone"], _FIRST, _where(_ANY_BIT, _NAMESPACES, _ERROR | _EPERM))
    unless_unix = [_step(_EQUAL, _AF_UNIX, yes=1), _step(_RETURN, _ERROR | _EAFNOSUPPORT)]
    steps += _with_argument(named["socket"], _FIRST, unless_unix)
    typed = _where(_EQUAL, _TIOCSTI, _ERROR | _EPERM) + _where(_EQUAL, _TIOCLINUX, _ERROR | _EPERM)
    steps += _with_argument(named["ioctl"], _SECOND, typed)
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """Write one instruction: jumps over so many steps where it holds, or does not."""
    return struct.pack("HBBI", code, yes, no, value)


def _where(compare: int, value: int, verdict: int) -> list[bytes]:
    """Return `verdict` where the loaded word compares so."""
    return [_step(compare, value, no=1), _step(_RETURN, verdict)]


def _with_argument(call: int, argument: int, steps: list[bytes]) -> list[bytes]:
    """Do `steps` on an argument of one call; the number of the call is loaded again after them."""
    inner = [_step(_LOAD, argument), *steps, _step(_LOAD, _CALL)]
    return [_step(_EQUAL, call, no=len(inner)), *inner]
