# What the suites run in and against: this PowerShell again, as a process of its own, and the module under test. The one
# place that knows how either is found. Under the .NET tool the program is dotnet, and PowerShell its first argument.
$program = (Get-Process -Id $PID).Path
$first = @(if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })

# Nothing that a suite runs leaves this machine, neither in this process nor in those that it starts. Windows PowerShell
# tells of no connection before it makes it.
if ($PSEdition -eq 'Core') {
    $built = Join-Path (Split-Path -Parent $PSScriptRoot) 'PinningTools.LoopbackGuard/bin/*/net8.0/*.dll'
    $guard = Get-ChildItem -Path $built | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $guard) { throw 'Build tests/PinningTools.LoopbackGuard first.' }
    Add-Type -Path $guard.FullName
    # A PowerShell that somebody started by hand sends home how it is used, which would end it.
    if ([PinningTools.Testing.LoopbackGuard]::IsQuiet) { [PinningTools.Testing.LoopbackGuard]::Start() }
    else { [PinningTools.Testing.LoopbackGuard]::StartInChildren() }
}

# The module's manifest: the one that PINNINGTOOLS_MODULE names, such as an installed module's, else this clone's.
function Get-ModulePath {
    if ($env:PINNINGTOOLS_MODULE) { return $env:PINNINGTOOLS_MODULE }
    Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) PinningTools.psd1
}

# Runs this PowerShell with arguments and the pipeline's input. What it writes to standard error is no error here.
function Invoke-Engine {
    $ErrorActionPreference = 'Continue'
    if ($MyInvocation.ExpectingInput) { $input | & $program @first @args } else { & $program @first @args }
}

# What Start-Process takes for it.
function Get-EngineStart {
    param([string[]] $Argument)
    $quoted = @($first) + $Argument | ForEach-Object { if ($_ -match '\s') { "`"$_`"" } else { $_ } }
    @{ FilePath = $program; ArgumentList = $quoted }
}

# The arguments for a script that has quotes and line breaks.
function Get-EncodedScript {
    param([string] $Text)
    '-NoProfile', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Text))
}

# Runs a script block there with arguments, and gives what it gave: objects as a job gives them.
function Invoke-EngineBlock {
    param([scriptblock] $ScriptBlock, [object[]] $ArgumentList)
    $serializer = '[Management.Automation.PSSerializer]'
    $encoded = Get-EncodedScript @"
`$given = $serializer::Deserialize(@(`$input) -join "``n")
$serializer::Serialize(@(& { $ScriptBlock } @given), 5)
"@
    $output = [Management.Automation.PSSerializer]::Serialize($ArgumentList, 5) | Invoke-Engine @encoded
    if ($LASTEXITCODE -or -not $output) { throw "The script ended with exit code $LASTEXITCODE." }
    [Management.Automation.PSSerializer]::Deserialize($output -join "`n")
}

Export-ModuleMember -Function *
