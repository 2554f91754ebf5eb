"""The dialogue: talk with a simulated client, one reply at a time."""
