# What the pages tell people to type: every block of PowerShell parses, and every command in it exists and has the
# parameters. The same for commands of this module within a line.
BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    $module = Import-Module -Name (Get-ModulePath) -Force -PassThru
    $own = $module.ExportedCommands.Keys
    $pages = @(Get-Item -Path "$root/README.md", "$root/SECURITY.md", "$root/CONTRIBUTING.md", "$root/docs/*.md", "$root/src/PinningTools.Core/README.md")
    $code = @(foreach ($page in $pages) {
            $text = [IO.File]::ReadAllText($page.FullName) -replace "`r"
            $line = { param($index) $text.Substring(0, $index).Split("`n").Count }
            foreach ($block in [regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```')) {
                @{ Page = $page.Name; Line = & $line $block.Index; Code = $block.Groups[1].Value }
            }
            # Without the blocks, whose places stay.
            $prose = [regex]::Replace($text, '(?ms)^```.*?^```', { param($match) $match.Value -replace '[^\n]', ' ' })
            foreach ($inline in [regex]::Matches($prose, '(?<!`)`([^`]+)`(?!`)')) {
                $name = ($inline.Groups[1].Value -split '\s+')[0]
                if ($name -in $own) { @{ Page = $page.Name; Line = & $line $inline.Index; Code = $inline.Groups[1].Value -replace '\s+', ' ' } }
            }
        })
}

BeforeAll {
    # Commands of other programs, which need not be on this machine.
    $foreign = 'Get-Secret', 'Get-AutomationVariable', 'Set-AutomationVariable', 'New-EventLog', 'Start-ScheduledTask', 'Get-ScheduledTaskInfo',
        'Set-AuthenticodeSignature', 'Unblock-File', 'Set-ExecutionPolicy', 'Install-PSResource', 'Register-PSResourceRepository', 'Install-Module',
        'Submit-Renewal', 'Restart-Service', 'Export-Excel'

    # What is wrong with some code, or nothing.
    function Get-Wrong([string] $Code) {
        $errors = $null
        # Where something is left out, anything can stand.
        $text = $Code -replace '(?<=\s)\.\.\.(?=\s|$)', '' -replace '\u2026', ''
        $script = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
        $errors | ForEach-Object { "$_" }
        foreach ($call in $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            # Programs and scripts are not this module's.
            if ($name -notmatch '^[A-Z][a-z]+-[A-Z]\w+$' -or $name -in $foreign) { continue }
            $command = Get-Command -Name $name -ErrorAction SilentlyContinue
            if (-not $command) { "There is no $name"; continue }
            foreach ($given in ($call.CommandElements | Where-Object ParameterName).ParameterName) {
                try { $null = $command.ResolveParameter($given) } catch { "$name -${given}: $_" }
            }
            # A line of a text may be a part of a command; what is splatted is not known.
            if ($Code -notmatch '\n' -or "$($command.Source)" -notlike 'PinningTools*' -or "$call" -match ' @\w') { continue }
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
            $bound.BindingExceptions.Values | ForEach-Object { "${name}: $($_.BindingException.Message)" }
        }
    }
}

Describe 'The pages' {
    It 'have code to look at' -ForEach @{ Count = $code.Count } {
        $Count | Should -BeGreaterThan 40
    }

    It '<Page>:<Line> can be typed' -ForEach $code { Get-Wrong $Code | Should -BeNullOrEmpty }

    It 'would be found wrong with <_>' -ForEach @(
        'Get-PinNothing x', 'Invoke-PinCheck ./a.csv -NoSuch', 'Invoke-PinCheck ( ./a.csv', "Get-SpkiPin a b c d e f g h`n", "if (`$x) {`n"
    ) { Get-Wrong $_ | Should -Not -BeNullOrEmpty }

    It 'may leave something out' { Get-Wrong "Invoke-PinCheck ... -Exit`nwhoami | Get-Content -Raw x" | Should -BeNullOrEmpty }
}
