@echo off
rem Opens the workbooks. The first run needs a network for some minutes.
setlocal
chcp 65001 >nul
cd /d "%~dp0"

if exist ".venv\Scripts\python.exe" goto install
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
    echo 需要 Python 3.11 或更新版本，安装后再试。
    echo Python 3.11 or newer is needed. Install it and try again.
    pause
    exit /b 2
)
%PYTHON% -m venv .venv
if errorlevel 1 goto failed

:install
fc /b requirements.txt ".venv\installed.txt" >nul 2>nul
if not errorlevel 1 goto start
echo 正在安装，请稍候…… Installing, please wait...
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-learner.lock
if errorlevel 1 goto failed
for %%w in (casebook-*.whl) do ".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps --no-index "%%w"
if errorlevel 1 goto failed
copy /y requirements.txt ".venv\installed.txt" >nul

:start
".venv\Scripts\casebook.exe" start %*
if errorlevel 1 goto failed
exit /b 0

:failed
echo 没有成功，上面的提示说明了原因。 It did not work; the lines above say why.
pause
exit /b 2
