# For the scripts in this folder: runs PinCheck --serve, a real server and an impostor on free loopback ports.
function Get-ExampleServerAssembly {
    Get-ChildItem -Path (Join-Path $PSScriptRoot 'PinCheck/bin/*/net8.0/PinCheck.dll') -ErrorAction SilentlyContinue |
        Sort-Object -Property LastWriteTime -Descending | Select-Object -First 1
}

function Start-ExampleServer {
    if (-not (Get-ExampleServerAssembly)) { $null = & dotnet build (Join-Path $PSScriptRoot PinCheck) }
    $assembly = Get-ExampleServerAssembly
    if (-not $assembly) { throw 'examples/PinCheck could not be built: dotnet build examples/PinCheck says why.' }
    $start = New-Object -TypeName Diagnostics.ProcessStartInfo -ArgumentList dotnet, "`"$($assembly.FullName)`" --serve"
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $server = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    $server | Add-Member -NotePropertyName Process -NotePropertyValue $process -PassThru
}

# How many bytes of application data each of the two servers has received so far.
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
