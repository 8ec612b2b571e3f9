#!/usr/bin/env bash
# Runs the tests of the netstandard2.0 leg on Mono, if there is one; the last line says in one sentence what came of it.
# Mono is a stand-in, not .NET Framework: what passes here is likelier to work there, and no more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/PinningTools.Core.Tests.Mono"

if ! command -v mono > /dev/null; then
    echo 'Mono: not run, mono is not installed'
    exit 0
fi

# The analyzers read the same code in the build of the solution.
if ! dotnet build --configuration Release --verbosity quiet --nologo -p:RunAnalyzers=false; then
    echo 'Mono: not run, the tests do not build'
    exit 1
fi

cd bin/Release/net472
output=$(mktemp)
trap 'rm -f "$output"' EXIT
# Not from copies elsewhere: the late library is looked for beside Core.
timeout 600 mono xunit.console.exe PinningTools.Core.Tests.Mono.dll -noshadow | tee "$output" || true

summary='.*Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\),.*'
read -r total errors failed skipped < <(sed -n "s/^$summary/\1 \2 \3 \4/p" "$output") || {
    echo 'Mono: failed, the run did not come to its end'
    exit 1
}
echo "Mono: $((total - failed - skipped)) passed, $((failed + errors)) failed, $skipped skipped"
((failed + errors == 0 && total > skipped))
