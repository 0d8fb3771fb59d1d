"""The pages readers see. They read published editions and nothing else."""
