using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>What nodes answer a signed transaction with, by their own texts.</summary>
internal sealed class SendFaultsTests
{
    [TestCase("already known", SendFault.AlreadyKnown, Description = "geth, reth")]
    [TestCase("AlreadyKnown", SendFault.AlreadyKnown, Description = "Nethermind")]
    [TestCase("Known transaction: 0xabc", SendFault.AlreadyKnown, Description = "Besu, Hardhat")]
    [TestCase("nonce too low: next nonce 5, tx nonce 4", SendFault.NonceTooLow, Description = "geth")]
    [TestCase("Nonce too low. Expected nonce to be 5 but got 4.", SendFault.NonceTooLow, Description = "Hardhat")]
    [TestCase("OldNonce, Current nonce: 5", SendFault.NonceTooLow, Description = "Nethermind")]
    [TestCase("Nonce too high. Expected nonce to be 5 but got 6.", SendFault.NonceTooHigh, Description = "Hardhat")]
    [TestCase("replacement transaction underpriced: new tx gas fee cap 1 <= 2 queued", SendFault.ReplacementUnderpriced, Description = "geth")]
    [TestCase("ReplacementNotAllowed", SendFault.ReplacementUnderpriced, Description = "Nethermind")]
    [TestCase("transaction underpriced: gas tip cap 0, minimum needed 1", SendFault.FeeTooLow, Description = "geth")]
    [TestCase("max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 2", SendFault.FeeTooLow, Description = "geth")]
    [TestCase("FeeTooLow, MaxFeePerGas too low", SendFault.FeeTooLow, Description = "Nethermind")]
    [TestCase("insufficient funds for gas * price + value: balance 0, tx cost 1", SendFault.InsufficientFunds, Description = "geth")]
    [TestCase("Sender doesn't have enough funds to send tx.", SendFault.InsufficientFunds, Description = "Hardhat")]
    [TestCase("Upfront cost exceeds account balance", SendFault.InsufficientFunds, Description = "Besu")]
    [TestCase("sender is over rate limit", SendFault.Busy, Description = "the sequencer of the OP Stack (F42)")]
    [TestCase("txpool is full", SendFault.Busy, Description = "geth")]
    [TestCase("exceeds block gas limit", SendFault.Rejected, Description = "geth")]
    [TestCase("intrinsic gas too low: gas 20999, minimum needed 21000", SendFault.Rejected, Description = "geth")]
    [TestCase("invalid sender", SendFault.Rejected, Description = "geth")]
    public void A_refusal_is_known_by_its_text(string text, SendFault fault) =>
        Assert.That(SendFaults.Classify(new JsonRpcErrorException("eth_sendRawTransaction", -32000, text, null)), Is.EqualTo(fault));
}
