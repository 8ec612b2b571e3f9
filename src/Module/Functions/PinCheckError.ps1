# What the check itself says, lists and files quoted in it: an id of its own, a target and the way out, as the cmdlets'
# errors have them.
function Get-PinCheckError {
    param(
        [string] $Id, [Management.Automation.ErrorCategory] $Category, [object] $Target,
        [string] $Message, [string] $Advice
    )

    $Message, $Advice = $Message, $Advice | ForEach-Object { [PinningTools.DisplayText]::Clean($_) }
    $exception = New-Object -TypeName InvalidOperationException -ArgumentList $Message
    $record = New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $exception, $Id, $Category, $Target
    $record.ErrorDetails = New-Object -TypeName Management.Automation.ErrorDetails -ArgumentList $Message
    $record.ErrorDetails.RecommendedAction = $Advice
    $record
}
