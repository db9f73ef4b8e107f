namespace ChainTips.Simulation.Oracle;

/// <summary>What one transaction did when it was executed in one block; in another block it may do something else.</summary>
/// <param name="Hash">The transaction.</param>
/// <param name="Succeeded">Whether its status is 1; a failed one leaves no log.</param>
/// <param name="Events">Its logs, in order.</param>
internal sealed record PlainExecution(string Hash, bool Succeeded, IReadOnlyList<PlainEvent> Events);

/// <summary>A block of any fork.</summary>
/// <param name="Hash">Its identity.</param>
/// <param name="ParentHash">The block that it stands on.</param>
/// <param name="Number">Its number.</param>
/// <param name="Executions">What was executed in it, in order.</param>
internal sealed record PlainBlock(string Hash, string ParentHash, long Number, IReadOnlyList<PlainExecution> Executions);
