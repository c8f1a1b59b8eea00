"""Job to picture: claims what waits in a lane, paints it, and puts it into its chat."""
