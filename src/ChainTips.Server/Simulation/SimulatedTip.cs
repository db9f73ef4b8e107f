namespace ChainTips.Server.Simulation;

/// <summary>What the gateway made of a simulated tip.</summary>
/// <param name="Payment">The payment's id.</param>
/// <param name="Receipt">The receipt's id.</param>
/// <param name="Status">The payment's status.</param>
/// <param name="Amount">The amount in base units.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Creator">The creator's id.</param>
/// <param name="Post">The post's id.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="LedgerBalanced">Whether the books were found right, and equal to what the creator's balance grew by on the chain.</param>
internal sealed record SimulatedTip(
    string Payment, string Receipt, string Status, string Amount, string Token, string Creator, string Post, string TransactionHash, bool LedgerBalanced);
