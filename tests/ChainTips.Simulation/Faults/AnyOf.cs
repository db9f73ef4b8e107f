namespace ChainTips.Simulation.Faults;

/// <summary>A fault that has several shapes; one of those that fit happens.</summary>
/// <param name="shapes">The shapes.</param>
internal sealed class AnyOf(params FaultInjector[] shapes) : FaultInjector
{
    /// <summary>The shapes.</summary>
    public IReadOnlyList<FaultInjector> Shapes => shapes;

    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => Array.Exists(shapes, shape => shape.Fits(scene));

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken) =>
        scene.Random.OneOf<FaultInjector>([.. shapes.Where(shape => shape.Fits(scene))]).InjectAsync(scene, cancellationToken);
}
