# Dot-sourced in BeforeAll by the suites of Invoke-PinCheck -Session: sessions that are real, to processes of this machine.

# A session to another process of this PowerShell, over its standard input and output, as a job has one.
function New-LocalSession {
    param([string] $Name)
    $types = [Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles()
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($types)
    $runspace.Open()
    $session = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    $session.Name = $Name
    $session
}

# Gives the session a temporary folder of its own, and no modules but PowerShell's and those of the folder.
function Set-SessionFolder {
    param($Session, [string] $Folder)
    $modules = Join-Path $Folder modules
    $temporary = Join-Path $Folder temporary
    $null = New-Item -ItemType Directory -Path $modules, $temporary -Force
    Invoke-Command -Session $Session -ArgumentList $modules, $temporary -ScriptBlock {
        param($modules, $temporary)
        $env:TMPDIR = $env:TEMP = $env:TMP = $temporary
        $env:PSModulePath = $modules + [IO.Path]::PathSeparator + (Join-Path $PSHOME Modules)
    }
    $temporary
}

# A server that accepts connections and says nothing, and, when so many came, runs a script in this process.
function Start-SilentServer {
    param([Net.IPAddress] $Address = [Net.IPAddress]::Loopback, [int] $Connections, [scriptblock] $Then, [object[]] $ArgumentList)
    $listener = [Net.Sockets.TcpListener]::new($Address, 0)
    $listener.Start()
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
        param($listener, $connections, $then, $given)
        $clients = for ($i = 0; $i -lt $connections; $i++) { $listener.AcceptTcpClient() }
        & ([scriptblock]::Create($then)) @given
        foreach ($client in $clients) { $client.Dispose() }
    }).AddArgument($listener).AddArgument($Connections).AddArgument("$Then").AddArgument($ArgumentList)
    [pscustomobject]@{
        Port = $listener.LocalEndpoint.Port; Listener = $listener; Shell = $shell; Run = $shell.BeginInvoke()
    }
}

function Stop-SilentServer {
    param($Server)
    $Server.Listener.Stop()
    $Server.Shell.Stop()
    $Server.Shell.Dispose()
}
