namespace ChainTips.Storage.Tests;

/// <summary>The databases that a gateway can keep its books in; what holds in one must hold in the other.</summary>
internal enum Engine
{
    Sqlite,
    Postgres,
}
