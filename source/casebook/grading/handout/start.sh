#!/bin/sh
# 打开练习册 · Opens the workbooks. 第一次运行需要联网几分钟 · The first run needs a network for some minutes.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "需要 Python 3.11 或更新版本。 · Python 3.11 or newer is needed." >&2
    echo "安装后再试，或 · Install it and try again, or: PYTHON=/path/to/python3 ./start.sh" >&2
    exit 2
fi

[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
if ! cmp -s requirements.txt .venv/installed.txt; then
    echo "正在安装，请稍候…… · Installing, please wait..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement requirements-learner.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --force-reinstall --no-deps --no-index ./casebook-*.whl
    cp requirements.txt .venv/installed.txt
fi
exec .venv/bin/casebook start "$@"
