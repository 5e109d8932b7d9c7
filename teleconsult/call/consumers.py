"""The room's socket. It carries typed messages and decides nothing."""

from channels.generic.websocket import AsyncJsonWebsocketConsumer


class RoomConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """One browser tab in a room."""

    async def connect(self) -> None:
        """Nobody comes in yet."""
        await self.close(4404)
