"""The whole platform on one machine: an AWS emulator, a search server, a world and ECS tasks as processes."""
