"""What a learner sees and clicks on the page: thin skins over `activities` and `law`."""
