# For the scripts beside it: runs PinCheck --serve, a real server and an impostor on free loopback ports.
function Start-ExampleServer {
    $assembly = Get-ChildItem -Path (Join-Path $PSScriptRoot 'PinCheck/bin/*/net8.0/PinCheck.dll') |
        Sort-Object -Property LastWriteTime -Descending | Select-Object -First 1
    if (-not $assembly) { throw 'examples/PinCheck is not built: run ./build.ps1 or dotnet build first.' }
    $start = New-Object -TypeName Diagnostics.ProcessStartInfo -ArgumentList dotnet, "`"$($assembly.FullName)`" --serve"
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $server = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    $server | Add-Member -NotePropertyName Process -NotePropertyValue $process -PassThru
}

# How many bytes of application data each of the two was sent so far.
function Get-ExampleServerBytes {
    param([object] $Server)
    $Server.Process.StandardInput.WriteLine('bytes')
    $Server.Process.StandardOutput.ReadLine() | ConvertFrom-Json
}

function Stop-ExampleServer {
    param([object] $Server)
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(5000)) { $Server.Process.Kill() }
}
