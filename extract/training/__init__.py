"""Train and measure what the product ships; never needed at run time."""
