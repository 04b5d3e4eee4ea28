"""The local platform's processes: AWS emulator, search server, world server, and ECS tasks."""
