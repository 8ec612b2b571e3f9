# What Invoke-PinCheck -Session runs in a session on the other machine, one step at a time. The script uses 5.1 syntax and
# only ASCII. Each line that it writes begins with a mark, so that other output of that session is not taken for it.
param([string] $Step, [string] $Mark, [string] $Version, [string] $Folder, [string] $Order)

$ErrorActionPreference = 'Stop'
$path = Join-Path ([IO.Path]::GetTempPath()) $Folder

switch ($Step) {
    # The version that is loaded, the newest one that is installed, and the edition.
    'Look' {
        $loaded = @(Get-Module -Name PinningTools)[0]
        $found = Get-Module -Name PinningTools -ListAvailable -ErrorAction SilentlyContinue |
            Sort-Object -Property Version -Descending | Select-Object -First 1
        "$Mark $($loaded.Version)|$($found.Version)|$($PSVersionTable.PSEdition)"
    }

    # A folder that only this account can use: code will be loaded from it.
    'Make' {
        if (Test-Path -LiteralPath $path) { throw "'$path' already exists." }
        if ([IO.Path]::DirectorySeparatorChar -eq '/') {
            $null = [IO.Directory]::CreateDirectory($path, [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute')
        } else {
            $null = New-Item -ItemType Directory -Path $path
            $access = New-Object -TypeName Security.AccessControl.DirectorySecurity
            $access.SetAccessRuleProtection($true, $false)
            $access.AddAccessRule((New-Object -TypeName Security.AccessControl.FileSystemAccessRule -ArgumentList @(
                [Security.Principal.WindowsIdentity]::GetCurrent().User, 'FullControl',
                'ContainerInherit, ObjectInherit', 'None', 'Allow')))
            Set-Acl -LiteralPath $path -AclObject $access
        }
        $null = New-Item -ItemType Directory -Path (Join-Path $path 'PinningTools/lib')
        "$Mark $path"
    }

    # The check, with the module that is installed there.
    'Ask' {
        $module = @(Get-Module -Name PinningTools)[0]
        if (-not $module) { $module = @(Import-Module -Name PinningTools -MinimumVersion $Version -PassThru)[0] }
        & $module { param($order) Invoke-PinCheckPlace -Order $order } $Order
    }

    # The check, with the module that was copied. It runs in a process of its own: Windows does not remove a file that is
    # loaded, and the session may have another version of the module.
    'AskCopy' {
        # Without these, .NET and PowerShell leave sockets of a process that was ended in the temporary folder.
        $quiet = @{ DOTNET_EnableDiagnostics = '0'; POWERSHELL_DIAGNOSTICS_OPTOUT = '1' }
        $before = @{}
        foreach ($name in $quiet.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $quiet[$name])
        }
        try {
            $job = Start-Job -ArgumentList (Join-Path $path 'PinningTools/PinningTools.psd1'), $Order -ScriptBlock {
                param($manifest, $order)
                $ErrorActionPreference = 'Stop'
                $module = Import-Module -Name $manifest -PassThru
                & $module { param($order) Invoke-PinCheckPlace -Order $order } $order
            }
        } finally {
            foreach ($name in $quiet.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
        try { Receive-Job -Job $job -Wait } finally { Remove-Job -Job $job -Force }
    }

    # Removes the folder, for which the process above may need a moment to end. The answer says whether it is still there.
    'Clear' {
        if (-not $Folder) { throw 'There is no folder.' }
        for ($i = 0; $i -lt 40 -and (Test-Path -LiteralPath $path); $i++) {
            if ($i) { Start-Sleep -Milliseconds 250 }
            Remove-Item -LiteralPath $path -Recurse -Force -ErrorAction SilentlyContinue
        }
        "$Mark $(Test-Path -LiteralPath $path)"
    }
}
