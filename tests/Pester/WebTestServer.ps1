Import-Module (Join-Path $PSScriptRoot Engine.psm1)

# Starts the test server as a process; gives what it says of itself, with its process.
function Start-WebTestServer {
    $built = Join-Path $PSScriptRoot '../PinningTools.TestServer/bin'
    $assembly = Get-ChildItem $built -Recurse -Filter PinningTools.TestServer.dll |
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

# The text of a file that another process is writing. Get-Content -Raw gives the appended end alone when such a file
# grows while it reads.
function Read-GrowingFile([string] $Path) {
    $file = [IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite')
    $reader = [IO.StreamReader]::new($file)
    try { $reader.ReadToEnd() } finally { $reader.Dispose() }
}

# Waits until a file that another process is writing holds a text, and gives all of it.
function Wait-FileText([string] $Path, [string] $Text) {
    for ($try = 0; $try -lt 100; $try++) {
        $all = Read-GrowingFile $Path
        if ($all.Contains($Text)) { return $all }
        Start-Sleep -Milliseconds 100
    }
    throw "'$Text' did not come to '$Path': $all"
}

# What the test server's nginx logged, oldest first.
function Get-NginxRequest($Server) {
    $Server.Process.StandardInput.WriteLine('nginx')
    $log = $Server.Process.StandardOutput.ReadLine() | ConvertFrom-Json
    @($log -split "`n" | Where-Object { $_ } | ConvertFrom-Json)
}

# How many bytes came over each connection to the test server's revoked server.
function Get-RevokedByteCount($Server) {
    $Server.Process.StandardInput.WriteLine('revoked')
    @($Server.Process.StandardOutput.ReadLine() | ConvertFrom-Json)
}

# The heads of the requests that the test server's proxy got, oldest first.
function Get-ProxyHead($Server) {
    $Server.Process.StandardInput.WriteLine('proxy')
    @($Server.Process.StandardOutput.ReadLine() | ConvertFrom-Json)
}
