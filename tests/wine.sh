#!/usr/bin/env bash
# Runs the tests of files as a program for Windows on Wine, if there is one; the last line says in one sentence what came
# of it. Wine is a stand-in, not Windows: what passes here is likelier to work there, and no more.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/PinningTools.Core.Tests.Wine"

if ! command -v wine > /dev/null || ! command -v wineserver > /dev/null; then
    echo 'Wine: not run, wine is not installed'
    exit 0
fi

# The runtime for Windows is fetched for this alone.
if ! dotnet restore --verbosity quiet --nologo; then
    echo 'Wine: not run, the runtime for Windows cannot be restored'
    exit 0
fi
# The analyzers read the same code in the build of the solution.
if ! dotnet build --no-restore --configuration Release --verbosity quiet --nologo -p:RunAnalyzers=false; then
    echo 'Wine: not run, the tests do not build'
    exit 1
fi

# A Windows of its own, without a screen, which says nothing but what the tests say.
work=$(mktemp -d)
export WINEPREFIX=$work/windows WINEARCH=win64 WINEDEBUG=-all
unset DISPLAY WAYLAND_DISPLAY
trap 'wineserver -k 2> /dev/null; rm -rf "$work"' EXIT

# Nothing is installed for .NET Framework and web pages; the first is asked for by every library of .NET, though.
if ! WINEDLLOVERRIDES='mscoree,mshtml=' timeout 120 wine wineboot --init > "$work/boot" 2>&1 ||
    ! timeout 60 wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >> "$work/boot" 2>&1; then
    cat "$work/boot"
    echo 'Wine: not run, it does not start'
    exit 1
fi

# To files, for Wine's own programs keep a pipe open.
WINEDLLOVERRIDES='mshtml=' timeout 120 wine bin/Release/net10.0/win-x64/PinningTools.Core.Tests.Wine.exe run \
    Files.AtomicFile Files.FileLock Files.FileSharing Files.Presence Files.RegularFile Files.WindowsFile \
    PinSets.PinStoreFile > "$work/output" 2> "$work/names"
code=$?
tr -d '\r' < "$work/output"
if ! tail -n 1 "$work/output" | grep -q '^Wine: [0-9]* passed'; then
    # Wine 8 falls over now and then, which says nothing of the tests that passed or of those that did not begin.
    echo "Wine: not run to the end, it fell over in $(tail -n 1 "$work/names" | tr -d '\r')"
    exit 0
fi
exit "$code"
