namespace ChainTips.Simulation.Network;

/// <summary>What happens on the network, besides honest answers.</summary>
internal interface INetworkEvents
{
    /// <summary>Is called with each request before it is answered: the chain may change here, and the process may die.</summary>
    void BeforeAnswer(NodeExchange exchange);

    /// <summary>Answers a request, honestly or with a fault.</summary>
    Task<HttpResponseMessage> AnswerAsync(SimulatedNode node, NodeExchange exchange, CancellationToken cancellationToken);
}
