namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Takes a log while the answer is being read. Act on none before the whole answer was read without a fault.
/// </summary>
public delegate void StreamedLogHandler(in StreamedLog log);

/// <summary>Takes a receipt after all of its logs.</summary>
public delegate void StreamedReceiptHandler(in StreamedReceipt receipt);
