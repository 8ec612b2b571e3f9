# Starts the test server as a process; gives what it says of itself, with its process.
function Start-WebTestServer {
    $assembly = Get-ChildItem (Join-Path $PSScriptRoot '../PinningTools.TestServer/bin') -Recurse -Filter PinningTools.TestServer.dll |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $assembly) { throw 'Build tests/PinningTools.TestServer first.' }
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add($assembly.FullName)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $server = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    $server | Add-Member -NotePropertyName Process -NotePropertyValue $process
    $server
}

function Stop-WebTestServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
    $Server.Process.Dispose()
}

# What a server of it received, oldest first.
function Get-ReceivedRequest($Uri) {
    @((Invoke-RestMethod -Uri "$Uri/_requests" -SkipCertificateCheck).requests)
}

# The connections a server of it had, this question's own included.
function Get-ConnectionCount($Uri) {
    (Invoke-RestMethod -Uri "$Uri/_requests" -SkipCertificateCheck).connections
}
