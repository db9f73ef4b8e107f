namespace ChainTips.Testing;

/// <summary>How a connection to the database ends in the middle of a question.</summary>
public enum ConnectionCut
{
    /// <summary>The asking process is gone before its question reaches the server.</summary>
    BeforeTheQuestion,

    /// <summary>The server does what it is asked, and the asking process is gone before it learns so.</summary>
    BeforeTheAnswer,

    /// <summary>The server ends every session (<c>pg_terminate_backend</c>, a restart); the asking process lives on.</summary>
    ByTheServer,
}
