"""From one article to millions: worker processes, shards, runs that can be killed and resumed."""
